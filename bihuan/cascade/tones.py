"""How the states of lower plans and receipts look."""

from bihuan.cascade.states import Carrying, ReceiptState, SubPlanState
from bihuan.web.tones import Tone

SUB_PLAN_TONES = {
    SubPlanState.ASSIGNED: Tone.TODO,
    SubPlanState.DRAFTED: Tone.DOING,
    SubPlanState.FILED: Tone.DOING,
    SubPlanState.RETURNED: Tone.SOON,
    SubPlanState.RECOGNISED: Tone.DONE,
    SubPlanState.CLOSED: Tone.UNTRACKED,
    SubPlanState.WITHDRAWN: Tone.UNTRACKED,
}
RECEIPT_TONES = {
    ReceiptState.SENT: Tone.TODO,
    ReceiptState.SIGNED: Tone.DONE,
    ReceiptState.LAPSED: Tone.UNTRACKED,
}
CARRYING_TONES = {
    Carrying.OPEN: Tone.SOON,
    Carrying.TAKEN: Tone.DONE,
    Carrying.TIGHTER: Tone.DONE,
    Carrying.WEAKER: Tone.OVERDUE,
    Carrying.DROPPED: Tone.OVERDUE,
}

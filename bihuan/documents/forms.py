"""Input of the verification page."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

MAX_COMPARED_BYTES = 50 * 1024 * 1024


class CodeForm(forms.Form):
    """The code printed on a document."""

    code = forms.CharField(
        label="核验码",
        max_length=60,
        help_text="印在公文末页，共 20 位，可不分大小写，也可不输短横线。",
        error_messages={"required": "请输入核验码。"},
    )


class FileForm(forms.Form):
    """A file to compare with the one that was issued; it is not kept."""

    file = forms.FileField(
        label="要比对的文件",
        help_text="Word 或 PDF 文件均可；文件只用于比对，不会保存。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
        error_messages={
            "required": "请选择要比对的文件。",
            "empty": "文件是空的，请重新选择。",
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse files far larger than any document."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_COMPARED_BYTES:
            size = file.size / 1024 / 1024
            raise forms.ValidationError(
                f"文件大小为 {size:.0f} MB，超过 50 MB，不是本系统印发的公文。"
            )
        return file

from pathlib import Path
FOLDER = Path(__file__).resolve().parent / "data"

// Says at once that a chosen file is too large, before it is sent in vain.
for (const input of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  input.addEventListener("change", () => {
    const size = input.files[0]?.size ?? 0;
    const limit = Number(input.dataset.maxBytes);
    const mega = (bytes) => (bytes / 1024 / 1024).toFixed(0);
    input.setCustomValidity(size > limit ? `文件有 ${mega(size)} MB，超过 ${mega(limit)} MB 的上限，请精简后再选，或直接粘贴文字。` : "");
    if (size > limit) input.reportValidity();
  });
}

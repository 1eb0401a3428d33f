"""总结归档: the summary, handing over what is unfinished, and the verifiable package."""

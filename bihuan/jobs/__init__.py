"""后台任务: long work with a progress row that pages show and a killed worker cannot lose."""

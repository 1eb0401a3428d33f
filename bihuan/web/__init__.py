"""The page shell, the components and the list that every page uses; knows no domain."""

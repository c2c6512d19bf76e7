// Filled by its own first commit.

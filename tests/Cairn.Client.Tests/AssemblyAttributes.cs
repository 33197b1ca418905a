// Runs capture the process's one console and measure its threads.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]

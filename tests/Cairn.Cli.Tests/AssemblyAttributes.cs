// Every test starts programs that use all processor cores; two at once would only wait for each other.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]

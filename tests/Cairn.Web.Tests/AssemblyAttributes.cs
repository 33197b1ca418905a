// One browser and one training run at a time are enough for two processor cores.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
[assembly: Xunit.AssemblyFixture(typeof(Cairn.Web.Tests.Chromium))]

using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying;

public sealed class ValueSearchTests
{
    [Fact]
    public void Who_has_no_time_left_still_gets_the_newest_runs()
    {
        var index = new RunIndex(MetricSource.None);
        index.Load(Enumerable.Range(1, 2000).Select(id => TestRun.With(id, $$"""{"model": "net {{id}}"}""")));
        var found = index.FindValues([1], "NET", 1000, TimeSpan.Zero, TimeProvider.System);
        Assert.True(found.IsPartial);
        Assert.Equal("net 2000", found.Found[0].Value);
        Assert.InRange(found.Found.Count, 1, 999);
    }
}

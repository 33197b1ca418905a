using Cairn.Core.Events;

namespace Cairn.Core.Tests.Events;

public sealed class EventHubTests
{
    [Fact]
    public async Task A_watcher_gets_every_event_once_and_in_order_while_they_come()
    {
        using var hub = new EventHub(TimeProvider.System);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var publishing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 5000; i++)
                {
                    hub.Publish(i, new EventData.Landmarks());
                    if (i % 100 == 0)
                        await Task.Yield();
                }
            },
            limit.Token);
        long expected = 0;
        await foreach (var one in hub.WatchAsync(0, limit.Token))
        {
            Assert.Equal(expected, one!.Project);
            if (++expected == 5000)
                break;
        }

        await publishing;
    }

    [Fact]
    public async Task A_watcher_that_fell_behind_is_told_of_the_gap_and_goes_on_from_now()
    {
        using var hub = new EventHub(TimeProvider.System);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 10_000; i++)
            hub.Publish(1, new EventData.Landmarks());
        await using var watch = hub.WatchAsync(1, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Null(watch.Current);
        hub.Publish(2, new EventData.Landmarks());
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(2, watch.Current!.Project);
        Assert.Equal(10_001, watch.Current.Sequence);
    }

    [Fact]
    public async Task Points_of_a_run_are_gathered_and_summed()
    {
        using var hub = new EventHub(TimeProvider.System);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var step = 0; step < 1000; step++)
            hub.Note(7, 1, points: 3, lastStep: step, recordKeys: [], consoleTotal: -1);
        long points = 0, events = 0;
        await foreach (var one in hub.WatchAsync(0, limit.Token))
        {
            events++;
            var data = Assert.IsType<EventData.Points>(one!.Data);
            points += data.Count;
            if (points == 3000)
            {
                Assert.Equal(999, data.LastStep);
                break;
            }
        }

        Assert.InRange(events, 1, 5);
    }
}

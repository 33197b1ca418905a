using System.Text.Json.Nodes;
using Cairn.Client.Logging;

namespace Cairn.Client.Tests.Logging;

public sealed class RunDocumentTests
{
    private readonly RunDocument _document = new("config", new Warnings(text => Assert.Fail(text)));

    [Fact]
    public void Any_shape_becomes_json_and_changes_are_taken_once()
    {
        _document["number"] = 0.1f;
        _document["whole"] = 3;
        _document["list"] = new[] { 1, 2 };
        _document["when"] = DayOfWeek.Monday;
        _document["nan"] = double.NaN;
        _document["pair"] = (1, "two");
        _document["gone"] = null;
        _document.Merge(new { inner = new { deep = true } });
        _document.Merge(new Dictionary<string, object?> { ["d"] = "x", ["none"] = null });
        _document.Merge(new JsonObject { ["j"] = new JsonArray(1) });
        Assert.Equal(
            """
            {"number":0.1,"whole":3,"list":[1,2],"when":"Monday","nan":"NaN","pair":{"Item1":1,"Item2":"two"},"gone":null,"inner":{"deep":true},"d":"x","none":null,"j":[1]}
            """, _document.TakeChanges()!.ToJsonString());
        Assert.Null(_document.TakeChanges());
        Assert.Equal(3, _document["whole"]);
        Assert.Null(_document["unknown"]);
    }

    [Fact]
    public void A_value_is_kept_as_it_was_when_set()
    {
        var list = new List<int> { 1 };
        _document["list"] = list;
        list.Add(2);
        Assert.Equal("""{"list":[1]}""", _document.TakeChanges()!.ToJsonString());
    }
}

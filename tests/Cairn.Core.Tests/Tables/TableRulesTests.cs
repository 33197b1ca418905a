using System.Text.Json;
using Cairn.Core.Tables;

namespace Cairn.Core.Tests.Tables;

public sealed class TableRulesTests
{
    [Fact]
    public void A_join_keeps_every_row_of_both_sides_and_pairs_equal_keys()
    {
        var left = Table("""{"columns":["id","name","score"],"data":[[1,"a",0.1],[2,"b",0.2],[2,"c",0.3],[null,"d",0.4]]}""");
        var right = Table("""{"columns":["score","key"],"rows":[[9,2.0],[8,3],[7,null]]}""");
        Assert.True(TableRules.Join(left, right, "id", "key").Try(out var joined, out var refusal), refusal?.Detail);
        Assert.Equal(["id", "name", "score 1", "score 2"], joined.Columns);
        Assert.Equal(
            ["1|a|0.1|null", "2|b|0.2|9", "2|c|0.3|9", "null|d|0.4|null", "3|null|null|8", "null|null|null|7"],
            joined.Rows.Select(row => string.Join('|', row.Select(cell => cell.ValueKind == JsonValueKind.Null ? "null" : cell.ToString()))));
        Assert.False(TableRules.Join(left, right, "id", "id").Try(out _, out refusal));
        Assert.Equal("join_key", refusal!.Field);
    }

    [Fact]
    public void A_join_that_multiplies_beyond_its_limit_is_refused()
    {
        var many = Table($$"""{"columns":["k"],"data":[{{string.Join(',', Enumerable.Repeat("[1]", 1000))}}]}""");
        Assert.False(TableRules.Join(many, many, "k", "k").Try(out _, out var refusal));
        Assert.Equal($"{TableRules.MostJoined} rows", refusal!.Limit);
    }

    [Fact]
    public void Parts_are_stacked_over_the_columns_of_all()
    {
        var stacked = TableRules.Stack([Table("""{"columns":["a","b"],"data":[[1,2]]}"""), Table("""{"columns":["c","a"],"data":[[3,4],[5]]}""")]);
        Assert.Equal(["a", "b", "c"], stacked.Columns);
        Assert.Equal(["[1,2,null]", "[4,null,3]"], stacked.Rows.Select(row => $"[{string.Join(',', row.Select(cell => cell.GetRawText()))}]"));
        Assert.Empty(TableRules.Stack([]).Columns);
    }

    private static LoggedTable Table(string json) => LoggedTable.Read(JsonElement.Parse(json))!;
}

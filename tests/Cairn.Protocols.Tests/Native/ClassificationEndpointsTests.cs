using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class ClassificationEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Four = """{"columns":["label","score"],"rows":[[0,0.1],[0,0.4],[1,0.35],[1,0.8]]}""";

    [Fact]
    public async Task A_logged_table_of_labels_and_scores_becomes_curves_with_intervals_and_a_confusion()
    {
        var project = RunningServer.NewProject();
        var run = await LogAsync(project, "val/scores", Four);
        await server.StartRunAsync(project);
        var json = await AskAsync(project, """{"key":"val/scores"}""");
        Assert.Equal("2 2 0", $"{json.GetProperty("seen")} {json.GetProperty("total")} {json.GetProperty("refused").GetArrayLength()}");
        var one = Assert.Single(json.GetProperty("runs").EnumerateArray());
        Assert.Equal(run, one.GetProperty("run").GetInt64());
        Assert.Equal("3 label score 4 0", $"{one.GetProperty("step")} {one.GetProperty("label")} {one.GetProperty("scores")[0]} {one.GetProperty("examples")} {one.GetProperty("skipped")}");
        var curve = Assert.Single(one.GetProperty("curves").EnumerateArray());

        // scikit-learn's own example: 0.75 and 0.83.
        Assert.Equal("1 2 2 0.5 0.75 0.8333", string.Join(' ', new[] { "class", "positives", "negatives", "prevalence", "auc", "ap" }.Select(name => Short(curve.GetProperty(name)))));
        Assert.True(curve.GetProperty("aucLow").GetDouble() < 0.75 && curve.GetProperty("aucHigh").GetDouble() <= 1);
        Assert.Equal("[0,0,0.5,0.5,1]", curve.GetProperty("roc").GetProperty("x").ToString());
        Assert.Equal("[0,0.5,0.5,1,1]", curve.GetProperty("roc").GetProperty("y").ToString());
        Assert.Equal("[0.5,0.5,1,1]", curve.GetProperty("pr").GetProperty("x").ToString());
        Assert.Equal(4, curve.GetProperty("calibration").GetProperty("bins").EnumerateArray().Sum(bin => bin.GetProperty("n").GetInt32()));
        Assert.Equal(["[2,0]", "[1,1]"], Rows(one));

        json = await AskAsync(project, """{"key":"val/scores","threshold":0.35,"positive":"0"}""");
        one = json.GetProperty("runs")[0];
        Assert.Equal(["[0,2]", "[1,1]"], Rows(one));
        Assert.Equal("""["1","0"]""", one.GetProperty("confusion").GetProperty("classes").ToString());
        Assert.Equal("0.5 0.5 1 0.3333", string.Join(' ', new[] { "majorityShare" }.Select(name => Short(one.GetProperty("confusion").GetProperty(name)))
            .Concat(new[] { "recall", "falsePositiveRate", "precision" }.Select(name => Short(one.GetProperty("confusion").GetProperty("rates").GetProperty(name))))));
    }

    [Fact]
    public async Task A_file_with_a_column_or_a_list_for_each_class_is_read_one_against_the_rest()
    {
        var project = RunningServer.NewProject();
        foreach (var (path, table) in new[]
        {
            ("eval/columns.json", """{"columns":["target","prob_a","prob_b","prob_c"],"data":[["a",0.8,0.1,0.1],["b",0.2,0.5,0.3],["c",0.1,0.5,0.4],["c",0.1,0.2,0.7],[null,1,0,0],["a","x",0,0]]}"""),
            ("eval/lists.json", """{"columns":["id","truth","probabilities"],"data":[[1,"a",[0.8,0.1,0.1]],[2,"b",[0.2,0.5,0.3]],[3,"c",[0.1,0.5,0.4]],[4,"c",[0.1,0.2,0.7]],[5,null,[1,0,0]],[6,"a",[1,0]]]}"""),
        })
        {
            var run = await server.StartRunAsync(project);
            using (var put = await server.Http.PutAsync($"/api/v1/runs/{run}/files/{path}", new StringContent(table, Encoding.UTF8, "application/json")))
                Assert.True(put.IsSuccessStatusCode);
            var one = Assert.Single((await AskAsync(project, $$"""{"key":"{{path}}"}""")).GetProperty("runs").EnumerateArray());
            Assert.False(one.TryGetProperty("step", out _));
            Assert.Equal("4 2", $"{one.GetProperty("examples")} {one.GetProperty("skipped")}");
            Assert.Equal("a b c", string.Join(' ', one.GetProperty("curves").EnumerateArray().Select(curve => curve.GetProperty("class"))));
            Assert.Equal(["[1,0,0]", "[0,1,0]", "[0,1,1]"], Rows(one));
            Assert.Equal("0.75 0.5", $"{one.GetProperty("confusion").GetProperty("accuracy")} {one.GetProperty("confusion").GetProperty("majorityShare")}");

            one = (await AskAsync(project, $$"""{"key":"{{path}}","class":"c","threshold":0.4,"runs":1}""")).GetProperty("runs")[0];
            Assert.Equal("""["not c","c"]""", one.GetProperty("confusion").GetProperty("classes").ToString());
            Assert.Equal(["[2,0]", "[0,2]"], Rows(one));
        }
    }

    [Fact]
    public async Task Predicted_classes_without_scores_make_a_confusion_alone()
    {
        var project = RunningServer.NewProject();
        await LogAsync(project, "test/predictions", """{"true":["cat","dog","dog"],"predicted":["cat","cat","dog"]}""", "predictions");
        var one = (await AskAsync(project, """{"key":"test/predictions"}""")).GetProperty("runs")[0];
        Assert.Empty(one.GetProperty("curves").EnumerateArray());
        Assert.Equal("predicted", one.GetProperty("predicted").GetString());
        Assert.Equal(["[1,0]", "[1,1]"], Rows(one));
        Assert.False(one.GetProperty("confusion").TryGetProperty("threshold", out _));
    }

    [Theory]
    [InlineData("predictions", """{"true":["a","b","c"],"predicted":["a","b","b"],"scores":[0.9,0.8,0.4]}""", "{}")]
    [InlineData("table", """{"columns":["label","predicted","score"],"rows":[["a","a",0.9],["b","b",0.8],["c","b",0.4]]}""", "{}")]
    [InlineData("table", """{"columns":["label","guess","p_a","p_b","p_c"],"rows":[["a","a",1,0,0],["b","b",1,0,0],["c","b",1,0,0]]}""", """{"predicted":"guess"}""")]
    public async Task A_score_that_may_be_of_any_class_is_not_taken_for_that_of_one(string type, string table, string more)
    {
        var project = RunningServer.NewProject();
        await LogAsync(project, "t", table, type);
        var one = Assert.Single((await AskAsync(project, more == "{}" ? """{"key":"t"}""" : """{"key":"t",""" + more[1..])).GetProperty("runs").EnumerateArray());
        Assert.Empty(one.GetProperty("curves").EnumerateArray());
        Assert.Equal(["[1,0,0]", "[0,1,0]", "[0,1,0]"], Rows(one));
    }

    [Theory]
    [InlineData("""{"columns":["label","score"],"rows":[[1,0.5],[1,0.7]]}""", "{}", "label")]
    [InlineData("""{"columns":["label","score"],"rows":[]}""", "{}", "label")]
    [InlineData("""{"columns":["what","score"],"rows":[[1,0.5],[0,0.7]]}""", "{}", "label")]
    [InlineData("""{"columns":["label","image"],"rows":[[1,0.5],[0,0.7]]}""", "{}", "scores")]
    [InlineData("""{"columns":["label","score"],"rows":[[1,"x"],[0,null]]}""", "{}", "scores")]
    [InlineData(Four, """{"label":"nothing"}""", "label")]
    [InlineData(Four, """{"scores":["nothing"]}""", "scores")]
    [InlineData(Four, """{"scores":["label","score","label"]}""", "scores")]
    [InlineData(Four, """{"positive":"2"}""", "positive")]
    [InlineData(Four, """{"class":"2"}""", "class")]
    [InlineData(Four, """{"predicted":"no"}""", "predicted")]
    [InlineData("""{"columns":["label","score"],"rows":[["a",0.5],["b",0.7],["c",1]]}""", "{}", "positive")]
    [InlineData("""{"text":"no table"}""", "{}", "key")]
    [InlineData("""{"columns":7,"rows":[]}""", "{}", "key")]
    [InlineData("""{"file":"gone.json"}""", "{}", null)]
    public async Task A_table_that_cannot_be_judged_says_why_and_spoils_no_other_run(string table, string more, string? field)
    {
        var project = RunningServer.NewProject();
        var run = await LogAsync(project, "t", table);
        var json = await AskAsync(project, more == "{}" ? """{"key":"t"}""" : """{"key":"t",""" + more[1..]);
        var refused = Assert.Single(json.GetProperty("refused").EnumerateArray());
        Assert.Equal(run, refused.GetProperty("run").GetInt64());
        Assert.Equal(field, refused.TryGetProperty("field", out var known) ? known.GetString() : null);
        Assert.NotEmpty(refused.GetProperty("detail").GetString()!);
        if (more != "{}")
            return;
        await LogAsync(project, "t", Four);
        json = await AskAsync(project, """{"key":"t"}""");
        Assert.Equal("1 1", $"{json.GetProperty("runs").GetArrayLength()} {json.GetProperty("refused").GetArrayLength()}");
    }

    [Theory]
    [InlineData("{}", "key")]
    [InlineData("""{"key":"t","filter":"lr <"}""", "filter")]
    [InlineData("""{"key":"t","points":7}""", "points")]
    [InlineData("""{"key":"t","bins":1}""", "bins")]
    [InlineData("""{"key":"t","runs":51}""", "runs")]
    [InlineData("""{"key":"t","scores":[]}""", "scores")]
    [InlineData("""{"key":"t","scores":[null]}""", "scores")]
    [InlineData("""{"key":"t","threshold":"NaN"}""", "threshold")]
    public async Task A_wrong_question_is_refused(string body, string field)
    {
        var project = RunningServer.NewProject();
        await server.StartRunAsync(project);
        var (status, json) = await server.PostAsync($"/api/v1/projects/{project}/classification", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, json.GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("/api/v1/projects/no/where/classification", body)).Status);
    }

    private async Task<JsonElement> AskAsync(string project, string body)
    {
        var (status, json) = await server.PostAsync($"/api/v1/projects/{project}/classification", body);
        Assert.True(status == HttpStatusCode.OK, $"{status} {json}");
        return json;
    }

    private async Task<long> LogAsync(string project, string key, string value, string type = "table")
    {
        var run = await server.StartRunAsync(project);
        var (status, json) = await server.LogAsync(
            run, $$"""{"step":3,"time":1700000000000,"record":{"key":"{{key}}","type":"{{type}}","index":0,"value":{{value}}} }""");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return run;
    }

    private static string[] Rows(JsonElement one) =>
        [.. one.GetProperty("confusion").GetProperty("matrix").EnumerateArray().Select(row => row.ToString())];

    private static string Short(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? Math.Round(value.GetDouble(), 4).ToString(CultureInfo.InvariantCulture) : value.ToString();
}

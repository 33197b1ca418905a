using System.Text;
using Cairn.Core.Access;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The runs table as comma-separated text, written while it is read: any number of runs in little memory.</summary>
internal static class RunExportEndpoints
{
    private const int Page = 1000;
    private const int MostColumns = 10_000;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/projects/{team}/{name}/runs/export", ExportAsync)
        .WithName("exportRuns").WithSummary("All runs that match as CSV; a browser's form may send the question as field 'query'.")
        .Accepts<RunQueryWire>("application/json", "application/x-www-form-urlencoded")
        .AddOpenApiOperationTransformer(NativeOpenApi.Answer("text/csv", binary: false));

    private static async Task<IResult> ExportAsync(
        string team, string name, HttpRequest request, Caller caller, Scope scope, RunIndex index, CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (await ReadAsync(request, cancellationToken) is not { } body)
            return Problems.Invalid("query", "The question is missing or is not JSON.", remedy: "Send what runs/query takes.");
        List<RunColumn> columns = [.. new[] { "uid", "name", "state" }.Select(RunColumn.Attribute)];
        List<RunSort> sort = [];
        var problem = RunTerms.Filter(body.Filter, out var filter)
            ?? RunTerms.Columns("columns", body.Columns, columns, MostColumns)
            ?? RunTerms.Sort(body.Sort, out sort);
        if (problem is not null)
            return problem;
        columns = [.. columns.Distinct()];
        var query = new RunQuery { Projects = [project.Id], Filter = filter, Sort = sort, Columns = columns, Limit = Page };
        return TypedResults.Stream(
            stream => WriteAsync(stream, index, query, cancellationToken),
            "text/csv; charset=utf-8",
            $"{string.Concat(project.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))}-runs.csv");
    }

    private static async Task<RunQueryWire?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!request.HasFormContentType)
                return await request.ReadFromJsonAsync(NativeJson.Default.RunQueryWire, cancellationToken);
            var form = await request.ReadFormAsync(cancellationToken);
            return System.Text.Json.JsonSerializer.Deserialize(form["query"].ToString(), NativeJson.Default.RunQueryWire);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException or InvalidDataException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(Stream stream, RunIndex index, RunQuery query, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        Line(text, query.Columns.Select(column => RunValue.Of(column.ToString())));
        string? cursor = null;
        do
        {
            var page = index.Query(query with { Cursor = cursor })!;
            foreach (var row in page.Rows)
                Line(text, row.Values);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
            text.Clear();
            cursor = page.Cursor;
        }
        while (cursor is not null);
    }

    // Lines end as RFC 4180 asks.
    private static void Line(StringBuilder text, IEnumerable<RunValue> values)
    {
        var first = true;
        foreach (var value in values)
        {
            if (!first)
                text.Append(',');
            first = false;
            if (!value.IsMissing)
                Cell(text, value.Kind == RunValueKind.Text ? Safe(value.Text) : value.ToString());
        }

        text.Append("\r\n");
    }

    // A cell that begins like a formula is run as one by spreadsheets; a quote in front keeps it a text.
    private static string Safe(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) ? "'" + text : text;

    private static void Cell(StringBuilder text, string cell)
    {
        if (cell.AsSpan().IndexOfAny(",\"\n\r") < 0)
            text.Append(cell);
        else
            text.Append('"').Append(cell.Replace("\"", "\"\"")).Append('"');
    }
}

using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Charts;

/// <summary>Reads and writes the charts that teams designed.</summary>
public sealed class CustomChartStore(SqliteDatabase catalog, TimeProvider time)
{
    /// <summary>Most characters of a name.</summary>
    public const int NameLimit = 500;

    /// <summary>Most characters of a design.</summary>
    public const int SpecLimit = 4 * 1024 * 1024;

    private const string Columns =
        "id AS Id, team AS Team, name AS Name, display_name AS DisplayName, type AS Type, access AS Access, spec AS Spec, " +
        "created_at AS CreatedAt, updated_at AS UpdatedAt";

    internal static Migration Schema { get; } = new(
        "custom charts",
        """
        CREATE TABLE custom_chart (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            team TEXT NOT NULL,
            name TEXT NOT NULL,
            display_name TEXT NOT NULL,
            type TEXT NOT NULL,
            access TEXT NOT NULL,
            spec TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (team, name));
        """);

    /// <summary>The chart of that name; null when the team has none.</summary>
    public CustomChart? Find(Caller caller, string team, string name) => catalog.Read(db => db.QuerySingleOrDefault<CustomChart>(
        $"SELECT {Columns} FROM custom_chart WHERE team = @team AND name = @name", new { team, name }));

    /// <summary>A team's charts by name.</summary>
    public IReadOnlyList<CustomChart> List(Caller caller, string team) => catalog.Read(db => db.Query<CustomChart>(
        $"SELECT {Columns} FROM custom_chart WHERE team = @team ORDER BY name", new { team }).ToList());

    /// <summary>Keeps a chart; one of the same team and name is replaced and keeps its id.</summary>
    public async Task<Outcome<CustomChart>> SetAsync(Caller caller, CustomChart chart, CancellationToken cancellationToken = default)
    {
        if (Check(chart) is { } refusal)
            return refusal;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return await catalog.WriteAsync(
            db => db.QuerySingle<CustomChart>(
                $"""
                INSERT INTO custom_chart (team, name, display_name, type, access, spec, created_at, updated_at)
                VALUES (@Team, @Name, @DisplayName, @Type, @Access, @Spec, @now, @now)
                ON CONFLICT (team, name) DO UPDATE SET display_name = excluded.display_name, type = excluded.type,
                    access = excluded.access, spec = excluded.spec, updated_at = excluded.updated_at
                RETURNING {Columns}
                """,
                new { chart.Team, chart.Name, chart.DisplayName, chart.Type, chart.Access, chart.Spec, now }),
            cancellationToken).ConfigureAwait(false);
    }

    private static Refusal? Check(CustomChart chart)
    {
        if (chart.Name.Length is 0 or > NameLimit || chart.Name.Any(c => c == '/' || char.IsControl(c)))
            return Refusal.Invalid("name", "A chart needs a name.", $"1 to {NameLimit} characters, no '/', no control characters");
        if (chart.DisplayName.Length > NameLimit)
            return Refusal.Invalid("displayName", "The chart's title is too long.", $"{NameLimit} characters");
        if (chart.Spec.Length > SpecLimit)
            return new Refusal(RefusalKind.TooLarge, "The chart's spec is too large.", "spec", $"{SpecLimit} characters");
        try
        {
            using var json = JsonDocument.Parse(chart.Spec);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? null
                : Refusal.Invalid("spec", "A chart's spec has to be a JSON object.");
        }
        catch (JsonException exception)
        {
            return Refusal.Invalid("spec", $"The chart's spec is not JSON: {exception.Message}");
        }
    }
}

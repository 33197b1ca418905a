using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>
/// Tests small lists against Mongo-style filters. A field has any number of texts or numbers; a test holds when one of
/// them passes it.
/// </summary>
internal static class DocumentFilter
{
    /// <summary>A test made of a filter's JSON text; null and empty text let all pass.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="values">The values of an item's field; null when there is no such field.</param>
    /// <exception cref="GraphException">The filter can't be understood.</exception>
    public static Func<T, bool> Parse<T>(string? filter, Func<T, string, IReadOnlyList<object>?> values)
    {
        if (string.IsNullOrWhiteSpace(filter))
            return _ => true;
        try
        {
            var json = LooseJson.Parse(filter);
            return json.ValueKind == JsonValueKind.Null ? _ => true : All(json, values);
        }
        catch (JsonException exception)
        {
            throw GraphException.Invalid($"The filters are not JSON: {exception.Message}");
        }
    }

    private static Func<T, bool> All<T>(JsonElement filter, Func<T, string, IReadOnlyList<object>?> values)
    {
        if (filter.ValueKind != JsonValueKind.Object)
            throw GraphException.Invalid("A filter has to be a JSON object.");
        var parts = filter.EnumerateObject().Select(part => Condition(part.Name, part.Value, values)).ToList();
        return item => parts.TrueForAll(part => part(item));
    }

    private static Func<T, bool> Condition<T>(string key, JsonElement value, Func<T, string, IReadOnlyList<object>?> values)
    {
        switch (key)
        {
            case "$and":
                var all = Items(value).Select(part => All(part, values)).ToList();
                return item => all.TrueForAll(part => part(item));
            case "$or":
                var any = Items(value).Select(part => All(part, values)).ToList();
                return item => any.Exists(part => part(item));
            case "$nor":
                var none = Items(value).Select(part => All(part, values)).ToList();
                return item => !none.Exists(part => part(item));
            case "$not":
                var not = All(value, values);
                return item => !not(item);
        }

        var tests = value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(test => Test(test.Name, test.Value)).ToList()
            : [Test("$eq", value)];
        return item =>
        {
            var known = values(item, key) ?? throw GraphException.Invalid($"There is no field '{key}' to filter by.");
            return tests.TrueForAll(test => test(known));
        };
    }

    private static Func<IReadOnlyList<object>, bool> Test(string name, JsonElement wanted)
    {
        switch (name)
        {
            case "$eq" or "$contains" when wanted.ValueKind == JsonValueKind.Null:
                return known => known.Count == 0;
            case "$eq":
                var equal = Value(wanted);
                return known => known.Any(one => one.Equals(equal));
            case "$ne":
                var other = Value(wanted);
                return known => !known.Any(one => one.Equals(other));
            case "$in":
                var some = Items(wanted).Select(Value).ToHashSet();
                return known => known.Any(some.Contains);
            case "$nin":
                var none = Items(wanted).Select(Value).ToHashSet();
                return known => !known.Any(none.Contains);
            case "$all":
                var all = Items(wanted).Select(Value).ToList();
                return known => all.TrueForAll(known.Contains);
            case "$exists":
                var exists = wanted.ValueKind == JsonValueKind.True;
                return known => (known.Count > 0) == exists;
            case "$contains":
                var part = wanted.ToString();
                return known => known.Any(one => one is string text && text.Contains(part, StringComparison.Ordinal));
            case "$regex":
                var expression = Expression(wanted.ToString());
                return known => known.Any(one => one is string text && expression.IsMatch(text));
            case "$gt": return Compare(wanted, order => order > 0);
            case "$gte": return Compare(wanted, order => order >= 0);
            case "$lt": return Compare(wanted, order => order < 0);
            case "$lte": return Compare(wanted, order => order <= 0);
            case "$not":
                var tests = wanted.EnumerateObject().Select(test => Test(test.Name, test.Value)).ToList();
                return known => !tests.TrueForAll(test => test(known));
            default: throw GraphException.Invalid($"'{name}' is no operator of a filter.");
        }
    }

    private static Func<IReadOnlyList<object>, bool> Compare(JsonElement wanted, Func<int, bool> passes)
    {
        var value = Value(wanted);
        return known => known.Any(one => one is string text && value is string limit ? passes(string.CompareOrdinal(text, limit))
            : one is double number && value is double bound && passes(number.CompareTo(bound)));
    }

    private static Regex Expression(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw GraphException.Invalid($"'{pattern}' is no expression that can be searched for: {exception.Message}");
        }
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.ToString(),
    };

    private static IEnumerable<JsonElement> Items(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw GraphException.Invalid("An array is needed in the filter.");
}

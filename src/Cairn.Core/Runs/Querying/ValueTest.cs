using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cairn.Core.Runs.Querying;

/// <summary>The tests of a filter on one value; columns apply them once to each word of their dictionary.</summary>
internal static class ValueTest
{
    public static bool Compare(RunValue value, RunComparison comparison, RunValue wanted)
    {
        if (value.Kind == RunValueKind.List)
        {
            return comparison switch
            {
                RunComparison.Equal => Elements(value).Any(element => AreEqual(element, wanted)),
                RunComparison.NotEqual => !Elements(value).Any(element => AreEqual(element, wanted)),
                _ => false,
            };
        }

        if (!AreOneType(value, wanted))
            return false;
        return comparison switch
        {
            RunComparison.Equal => AreEqual(value, wanted),
            RunComparison.NotEqual => !AreEqual(value, wanted),
            _ when value.Kind == RunValueKind.Text => Holds(comparison, string.CompareOrdinal(value.Text, wanted.Text)),
            _ => false,
        };
    }

    public static bool In(RunValue value, IReadOnlyCollection<RunValue> wanted, bool negated)
    {
        if (value.Kind == RunValueKind.List)
            return Elements(value).Any(element => wanted.Any(one => AreEqual(element, one))) != negated;
        return wanted.Any(one => AreOneType(value, one)) && wanted.Any(one => AreEqual(value, one)) != negated;
    }

    public static bool Like(RunValue value, LikePattern pattern) => Text(value, pattern.Covers);

    public static bool Matches(RunValue value, Regex expression) =>
        Text(value, expression.IsMatch);

    public static bool Contains(RunValue value, RunValue wanted) => value.Kind switch
    {
        RunValueKind.List => Elements(value).Any(element => AreEqual(element, wanted)),
        RunValueKind.Text => wanted.Kind == RunValueKind.Text && value.Text.Contains(wanted.Text, StringComparison.Ordinal),
        _ => false,
    };

    private static bool Text(RunValue value, Func<string, bool> test) => value.Kind switch
    {
        RunValueKind.Text => test(value.Text),
        RunValueKind.List => Elements(value).Any(element => element.Kind == RunValueKind.Text && test(element.Text)),
        _ => false,
    };

    private static bool AreOneType(RunValue left, RunValue right) =>
        left.Kind == right.Kind || (left.IsNumber && right.IsNumber);

    private static bool AreEqual(RunValue left, RunValue right)
    {
        if (left.IsNumber && right.IsNumber)
            return left.Number == right.Number;
        return left.Kind == right.Kind && !left.IsMissing && left == right;
    }

    private static bool Holds(RunComparison comparison, int order) => comparison switch
    {
        RunComparison.Less => order < 0,
        RunComparison.LessOrEqual => order <= 0,
        RunComparison.Greater => order > 0,
        _ => order >= 0,
    };

    private static List<RunValue> Elements(RunValue list)
    {
        var elements = new List<RunValue>();
        var bytes = Encoding.UTF8.GetBytes(list.Text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 4096 });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var type = reader.TokenType;
            reader.Skip();
            if (type != JsonTokenType.Null)
            {
                var slice = new JsonSlice(start, (int)reader.BytesConsumed - start, type);
                elements.Add(slice.Value(bytes, RunColumnFamily.Config, asText: false));
            }
        }

        return elements;
    }
}

using System.Globalization;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>A cell of the runs table, or the value that a filter compares one with.</summary>
public readonly struct RunValue : IEquatable<RunValue>
{
    private readonly long _bits;
    private readonly string? _text;

    private RunValue(RunValueKind kind, long bits, string? text)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
    }

    public RunValueKind Kind { get; }

    public bool IsMissing => Kind == RunValueKind.Missing;

    /// <summary>Whether it is a number of either type.</summary>
    public bool IsNumber => Kind is RunValueKind.Number or RunValueKind.Integer;

    /// <summary>The number as a float64; 0 when it is not one.</summary>
    public double Number => Kind switch
    {
        RunValueKind.Number => BitConverter.Int64BitsToDouble(_bits),
        RunValueKind.Integer => _bits,
        _ => 0,
    };

    /// <summary>The number as an int64 when it is an <see cref="RunValueKind.Integer"/>; else 0.</summary>
    public long Integer => Kind == RunValueKind.Integer ? _bits : 0;

    /// <summary>The truth value; false when it is not one.</summary>
    public bool Bool => Kind == RunValueKind.Bool && _bits != 0;

    /// <summary>The text, or the JSON text of a list or an object; empty for other kinds.</summary>
    public string Text => _text ?? "";

    public static RunValue Of(double value) =>
        new(RunValueKind.Number, BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value), null);

    public static RunValue Of(long value) => new(RunValueKind.Integer, value, null);

    public static RunValue Of(long? value) => value is { } known ? Of(known) : default;

    public static RunValue Of(bool value) => new(RunValueKind.Bool, value ? 1 : 0, null);

    /// <summary>Text; null is missing.</summary>
    public static RunValue Of(string? value) => value is null ? default : new(RunValueKind.Text, 0, value);

    /// <summary>A list, given as the text of a JSON array.</summary>
    public static RunValue List(string json) => new(RunValueKind.List, 0, json);

    /// <summary>An object, given as the text of a JSON object.</summary>
    public static RunValue Object(string json) => new(RunValueKind.Object, 0, json);

    /// <summary>The value as JSON; numbers that are not finite become strings, as everywhere in the API.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case RunValueKind.Bool: writer.WriteBooleanValue(Bool); break;
            case RunValueKind.Integer: writer.WriteNumberValue(Integer); break;
            case RunValueKind.Number when double.IsFinite(Number): writer.WriteNumberValue(Number); break;
            case RunValueKind.Number: writer.WriteStringValue(Number.ToString(CultureInfo.InvariantCulture)); break;
            case RunValueKind.Text: writer.WriteStringValue(_text); break;
            case RunValueKind.List or RunValueKind.Object: writer.WriteRawValue(Text); break;
            default: writer.WriteNullValue(); break;
        }
    }

    /// <summary>Same kind and same value; NaN equals NaN here, unlike in a filter.</summary>
    public bool Equals(RunValue other) => Kind == other.Kind && _bits == other._bits && _text == other._text;

    public override bool Equals(object? obj) => obj is RunValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _text);

    public static bool operator ==(RunValue left, RunValue right) => left.Equals(right);

    public static bool operator !=(RunValue left, RunValue right) => !left.Equals(right);

    public override string ToString() => Kind switch
    {
        RunValueKind.Missing => "null",
        RunValueKind.Bool => Bool ? "true" : "false",
        RunValueKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        RunValueKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        _ => Text,
    };
}

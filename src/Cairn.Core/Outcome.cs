using System.Diagnostics.CodeAnalysis;

namespace Cairn.Core;

/// <summary>What a call came to: a value, or the reason why not. Expected failures are outcomes, not exceptions.</summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The result; unset when refused.</summary>
    public T? Value { get; }

    /// <summary>Why not; null on success.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Takes the outcome apart: true with a value, false with a refusal.</summary>
    public bool Try([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = Value;
        refusal = Refusal;
        return refusal is null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

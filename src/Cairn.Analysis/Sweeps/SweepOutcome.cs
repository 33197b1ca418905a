using System.Diagnostics.CodeAnalysis;

namespace Cairn.Analysis.Sweeps;

/// <summary>A value, or the problem in the sweep's configuration that prevents it.</summary>
public readonly record struct SweepOutcome<T>
{
    private SweepOutcome(T? value, SweepProblem? problem)
    {
        Value = value;
        Problem = problem;
    }

    /// <summary>The result; unset when there is a problem.</summary>
    public T? Value { get; }

    /// <summary>Why not; null on success.</summary>
    public SweepProblem? Problem { get; }

    /// <summary>Takes the outcome apart: true with a value, false with a problem.</summary>
    public bool Try([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out SweepProblem? problem)
    {
        value = Value;
        problem = Problem;
        return problem is null;
    }

    public static implicit operator SweepOutcome<T>(T value) => new(value, null);

    public static implicit operator SweepOutcome<T>(SweepProblem problem) => new(default, problem);
}

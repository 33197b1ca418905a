namespace Cairn.Storage.Series;

/// <summary>What is known of a whole series: exact over its distinct points in the order (step, time, value).</summary>
/// <param name="Run">The run it belongs to.</param>
/// <param name="Key">Its name in that run.</param>
/// <param name="Count">Distinct points.</param>
/// <param name="Finite">Points that are neither NaN nor infinite.</param>
/// <param name="First">Value of the first point in order.</param>
/// <param name="Last">Value of the last point in order.</param>
/// <param name="Min">Smallest finite value; NaN if there is none.</param>
/// <param name="Max">Largest finite value; NaN if there is none.</param>
/// <param name="Mean">Mean of the finite values; NaN if there is none.</param>
/// <param name="FirstStep">Step of the first point, the smallest of all.</param>
/// <param name="LastStep">Step of the last point, the largest of all.</param>
/// <param name="MinStep">Smallest step that has the minimum; <paramref name="FirstStep"/> if nothing is finite.</param>
/// <param name="MaxStep">Smallest step that has the maximum; <paramref name="FirstStep"/> if nothing is finite.</param>
/// <param name="FirstTime">Wall time of the first point, Unix milliseconds.</param>
/// <param name="LastTime">Wall time of the last point, Unix milliseconds.</param>
public sealed record SeriesSummary(
    long Run,
    string Key,
    long Count,
    long Finite,
    double First,
    double Last,
    double Min,
    double Max,
    double Mean,
    long FirstStep,
    long LastStep,
    long MinStep,
    long MaxStep,
    long FirstTime,
    long LastTime);

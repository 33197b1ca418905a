namespace Cairn.Analysis.Sweeps;

/// <summary>The parameters that vary, as dimensions of the model: places in [0, 1], or indices of choices.</summary>
internal sealed class ModelSpace
{
    private readonly SweepSpace _space;
    private readonly int[] _parameters;

    public ModelSpace(SweepSpace space)
    {
        _space = space;
        _parameters = [.. Enumerable.Range(0, space.Parameters.Count)
            .Where(i => space.Parameters[i].Distribution.Count != 1)];
        Choice = [.. _parameters.Select(i => space.Parameters[i].Distribution.IsChoice)];
    }

    /// <summary>Which dimensions have no order.</summary>
    public bool[] Choice { get; }

    public int Dimensions => _parameters.Length;

    /// <summary>The model's point for a configuration.</summary>
    public double[] Point(double[] coordinates)
    {
        var point = new double[_parameters.Length];
        for (var d = 0; d < point.Length; d++)
        {
            var coordinate = coordinates[_parameters[d]];
            point[d] = Choice[d] ? coordinate : Distribution(d).Position(coordinate);
        }

        return point;
    }

    /// <summary>The configuration at a place in the unit cube of the dimensions, rounded as a trial would be.</summary>
    public double[] Coordinates(double[] places)
    {
        var coordinates = new double[_space.Parameters.Count];
        for (var i = 0; i < coordinates.Length; i++)
            coordinates[i] = _space.Parameters[i].Distribution.Quantile(0.5);
        for (var d = 0; d < places.Length; d++)
            coordinates[_parameters[d]] = Distribution(d).Quantile(places[d]);
        return coordinates;
    }

    /// <summary>A configuration by its number, of a space that can be counted.</summary>
    public double[] Numbered(long number)
    {
        var coordinates = Coordinates([.. Enumerable.Repeat(0.5, Dimensions)]);
        foreach (var i in _parameters)
        {
            var count = _space.Parameters[i].Distribution.Count!.Value;
            coordinates[i] = _space.Parameters[i].Distribution.At(number % count);
            number /= count;
        }

        return coordinates;
    }

    /// <summary>A configuration near another: normal steps in numbers, now and then another choice.</summary>
    public double[] Near(double[] coordinates, double width, SeededRandom random)
    {
        var near = (double[])coordinates.Clone();
        // One dimension always moves; the others each with a chance, so that steps along axes occur too.
        var always = Dimensions == 0 ? -1 : random.Next(Dimensions);
        for (var d = 0; d < Dimensions; d++)
        {
            if (d != always && random.NextUnit() > 0.5)
                continue;
            var distribution = Distribution(d);
            var place = Choice[d]
                ? random.NextUnit()
                : Reflect(distribution.Position(coordinates[_parameters[d]]) + (width * random.NextNormal()));
            near[_parameters[d]] = distribution.Quantile(place);
        }

        return near;
    }

    private SweepDistribution Distribution(int dimension) => _space.Parameters[_parameters[dimension]].Distribution;

    private static double Reflect(double place)
    {
        var folded = Math.Abs(place) % 2;
        return folded > 1 ? 2 - folded : folded;
    }
}

using BenchmarkDotNet.Attributes;
using Cairn.Storage.Series.Codec;

namespace Cairn.Benchmarks.Series;

/// <summary>One chunk of 4,096 values, encoded and decoded.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly ByteSink _sink = new(1 << 16);
    private readonly double[] _decoded = new double[ValueColumn.Most];
    private double[] _values = [];
    private byte[] _encoded = [];

    [Params("loss float32", "loss double", "accuracy 4 digits", "gpu percent")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _values = Shapes.Make(Shape, ValueColumn.Most, 1);
        ValueColumn.Write(_values, _sink);
        _encoded = _sink.Written.ToArray();
    }

    [Benchmark(OperationsPerInvoke = ValueColumn.Most)]
    public int Encode()
    {
        _sink.Clear();
        ValueColumn.Write(_values, _sink);
        return _sink.Length;
    }

    [Benchmark(OperationsPerInvoke = ValueColumn.Most)]
    public double Decode()
    {
        ValueColumn.Read(_encoded, 0, _decoded);
        return _decoded[^1];
    }
}

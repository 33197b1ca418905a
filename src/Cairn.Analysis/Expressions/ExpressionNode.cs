namespace Cairn.Analysis.Expressions;

/// <summary>A part of a formula.</summary>
internal abstract record ExpressionNode
{
    public abstract double Evaluate(ReadOnlySpan<double> values);

    internal sealed record Number(double Value) : ExpressionNode
    {
        public override double Evaluate(ReadOnlySpan<double> values) => Value;
    }

    internal sealed record Series(int Index) : ExpressionNode
    {
        public override double Evaluate(ReadOnlySpan<double> values) => values[Index];
    }

    internal sealed record Call(Func<double, double> Function, ExpressionNode Inner) : ExpressionNode
    {
        public override double Evaluate(ReadOnlySpan<double> values) => Function(Inner.Evaluate(values));
    }

    internal sealed record Pair(Func<double, double, double> Function, ExpressionNode Left, ExpressionNode Right) : ExpressionNode
    {
        public override double Evaluate(ReadOnlySpan<double> values) => Function(Left.Evaluate(values), Right.Evaluate(values));
    }
}

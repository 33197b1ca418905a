using System.Buffers.Text;

namespace Cairn.Protocols.Native;

/// <summary>Reads JSON numbers as the nearest float64; the short ones, which are nearly all, without a general parser.</summary>
internal static class PlainNumber
{
    // Products and quotients of two exact float64 numbers are rounded once, and so rightly.
    private const ulong MostExact = 1UL << 53;
    private const int MostDigits = 19;
    private const int MostExponent = 22;

    private static ReadOnlySpan<double> Powers =>
    [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        1e21, 1e22,
    ];

    /// <summary>Reads the number that begins at <paramref name="at"/> and moves there behind it; false if there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ref int at, out double value)
    {
        var i = at;
        value = 0;
        var negative = Is(text, i, '-');
        if (negative)
            i++;
        ulong mantissa = 0;
        var (digits, exponent) = (0, 0);
        var first = i;
        for (; TryDigit(text, i, out var digit); i++)
            Take(digit, ref mantissa, ref digits);

        // JSON has no 01, and no number without a digit before its point.
        if (i == first || (i > first + 1 && text[first] == (byte)'0'))
            return false;
        if (Is(text, i, '.'))
        {
            var point = ++i;
            for (; TryDigit(text, i, out var digit); i++)
                Take(digit, ref mantissa, ref digits);
            if (i == point)
                return false;
            exponent = point - i;
        }

        if ((Is(text, i, 'e') || Is(text, i, 'E')) && !TryExponent(text, ref i, ref exponent))
            return false;
        if (digits > MostDigits || mantissa > MostExact || exponent is < -MostExponent or > MostExponent)
        {
            if (!Utf8Parser.TryParse(text[at..i], out value, out var read) || read != i - at)
                return false;
        }
        else
        {
            value = exponent < 0 ? mantissa / Powers[-exponent] : mantissa * Powers[exponent];
            if (negative)
                value = -value;
        }

        at = i;
        return true;
    }

    /// <summary>Reads a whole number of 64 bits without exponent; false for any other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ref int at, out long value)
    {
        var i = at;
        value = 0;
        var negative = Is(text, i, '-');
        if (negative)
            i++;
        var first = i;
        for (; TryDigit(text, i, out var digit); i++)
            value = (value * 10) + digit;
        if (i == first || i - first > MostDigits - 1 || (i > first + 1 && text[first] == (byte)'0'))
            return false;
        value = negative ? -value : value;
        at = i;
        return true;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, ref int i, ref int exponent)
    {
        i++;
        var down = Is(text, i, '-');
        if (down || Is(text, i, '+'))
            i++;
        var first = i;
        var power = 0;
        for (; TryDigit(text, i, out var digit); i++)
            power = Math.Min((power * 10) + digit, 1_000_000);
        exponent += down ? -power : power;
        return i > first;
    }

    private static void Take(int digit, ref ulong mantissa, ref int digits)
    {
        mantissa = (mantissa * 10) + (uint)digit;
        if (mantissa != 0)
            digits++;
    }

    private static bool TryDigit(ReadOnlySpan<byte> text, int at, out int digit)
    {
        digit = (uint)at < (uint)text.Length ? text[at] - '0' : -1;
        return (uint)digit <= 9;
    }

    private static bool Is(ReadOnlySpan<byte> text, int at, char wanted) => (uint)at < (uint)text.Length && text[at] == wanted;
}

namespace Cairn.Server;

/// <summary>
/// Bounds the bytes of request bodies that are under way at once, so that many large or slow senders cannot fill the
/// memory: a request that would pass the bound is told to come again. One of an untold length counts as a megabyte, and
/// so at most does a PUT, whose body goes to disk as it comes.
/// </summary>
internal sealed class BodyBudget(RequestDelegate next, ServerOptions options)
{
    private const long Untold = 1 << 20;
    private const string RetryAfterSeconds = "2";

    private long _bytes;

    public async Task InvokeAsync(HttpContext context)
    {
        var length = context.Request.ContentLength ?? (HttpMethods.IsGet(context.Request.Method) ? 0 : Untold);
        if (HttpMethods.IsPut(context.Request.Method))
            length = Math.Min(length, Untold);
        if (length == 0)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (!TryAdmit(length, out var others))
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await TypedResults.Problem(
                $"{others} bytes of other requests are being read, and {options.BodyBytes} are the bound. "
                + "Nothing of this was kept; send it again.",
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Add(ref _bytes, -length);
        }
    }

    // Only what is admitted counts: a body that is refused must not take the room of a small one beside it.
    private bool TryAdmit(long length, out long others)
    {
        do
        {
            others = Interlocked.Read(ref _bytes);

            // A single body always has room, whatever the bound: how large it may be is not decided here.
            if (others > 0 && others + length > options.BodyBytes)
                return false;
        }
        while (Interlocked.CompareExchange(ref _bytes, others + length, others) != others);
        return true;
    }
}

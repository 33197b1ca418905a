using System.Net;
using System.Text;
using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Wandb;

/// <summary>The page where <c>wandb login</c> sends people for a key.</summary>
internal sealed class AuthorizePage(ApiKeyStore keys, AccessPolicy policy, Caller local)
{
    private const string KeyField = "key";

    public Task ShowAsync(HttpContext context) => WriteAsync(context, Form(""));

    /// <summary>Makes a key and shows it this once. Where keys are needed, one has to be shown to make another.</summary>
    public async Task MakeAsync(HttpContext context)
    {
        var caller = local;
        if (policy.NeedsKey)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            if (keys.Find(form[KeyField].ToString().Trim()) is not { } known)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                await WriteAsync(context, Form("<p class=\"bad\">That is no key of this server.</p>")).ConfigureAwait(false);
                return;
            }

            caller = known;
        }

        var (_, secret) = await keys.CreateAsync(caller, "made in the browser", context.RequestAborted).ConfigureAwait(false);
        await WriteAsync(
            context,
            $"""
             <p>Your new API key. It is shown only this once:</p>
             <p><code id="key">{WebUtility.HtmlEncode(secret)}</code></p>
             <p>Paste it where <code>wandb login</code> asks for it, or set <code>WANDB_API_KEY</code>.</p>
             """).ConfigureAwait(false);
    }

    private string Form(string message)
    {
        var words = policy.NeedsKey
            ? "<p>This server needs keys. Show one that you have to make another; the first was printed when the server was first started.</p>"
            : "<p>This server runs for one person and accepts every well-formed key. One made here keeps working should it need keys later.</p>";
        var field = policy.NeedsKey
            ? $"<p><input name=\"{KeyField}\" type=\"password\" autocomplete=\"off\" placeholder=\"API key\" required></p>"
            : "";
        return $"{words}{message}<form method=\"post\" action=\"/authorize\">{field}<button>Make an API key</button></form>";
    }

    private static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'";
        var page = new StringBuilder()
            .Append(
                """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>API key · Cairn</title>
                <meta name="viewport" content="width=device-width">
                <style>body{font:16px/1.5 system-ui;max-width:36rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}
                code{font:15px ui-monospace,monospace;user-select:all}.bad{color:#c0392b}
                button,input{font:inherit;padding:.4rem .8rem}input{width:24rem;max-width:100%}</style>
                <body><h1>API key</h1>
                """)
            .Append(body);
        return context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Wandb;

/// <summary>The page where <c>wandb login</c> sends people for a key.</summary>
internal sealed class AuthorizePage(ApiKeyStore keys, AccessPolicy policy, Caller local)
{
    private const string KeyField = "key";
    private const int NonceBytes = 16;

    // The web's own colours, light and dark.
    private const string Style =
        """
        :root{color-scheme:light dark;--bg:light-dark(#f6f5f1,#131512);--panel:light-dark(#fffefb,#1a1c19);--line:light-dark(#e3e0d6,#2a2d28);
        --strong:light-dark(#cdc9bb,#41463e);--text:light-dark(#23261f,#e8e7e0);--soft:light-dark(#5a5f55,#aeb2a6);--sunken:light-dark(#eeece5,#0f110e);
        --accent:light-dark(#2f6d52,#7fc49f);--on:light-dark(#fff,#0e1711);--bad:light-dark(#bb3324,#f28b78);--focus:light-dark(#2f7fd0,#79b4f5)}
        *{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--text);
        font:14px/1.55 Inter,'Segoe UI',system-ui,-apple-system,'Noto Sans','DejaVu Sans',sans-serif}
        main{width:min(520px,100%);padding:28px 30px 30px;background:var(--panel);border:1px solid var(--line);border-radius:10px}
        .brand{display:flex;align-items:center;gap:8px;font-weight:650;margin-bottom:14px}h1{font-size:19px;margin:0 0 8px;letter-spacing:-.01em}
        p{margin:0 0 12px}.soft{color:var(--soft)}.bad{color:var(--bad);font-weight:550}form{display:grid;gap:12px;margin-top:16px}
        code{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:13px}
        .key{display:flex;gap:8px;margin:14px 0}.key code{flex:1;min-width:0;padding:9px 12px;background:var(--sunken);border:1px solid var(--line);
        border-radius:6px;user-select:all;overflow-wrap:anywhere}button,input{font:inherit;color:inherit;border-radius:6px;padding:8px 14px}
        button{border:1px solid var(--accent);background:var(--accent);color:var(--on);font-weight:600;cursor:pointer;white-space:nowrap}
        button.plain{background:none;border-color:var(--strong);color:var(--text)}input{width:100%;border:1px solid var(--strong);background:var(--panel)}
        :focus-visible{outline:2px solid var(--focus);outline-offset:2px}pre{margin:0;padding:10px 12px;background:var(--sunken);border-radius:6px;overflow:auto}
        """;

    private const string Mark =
        """
        <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true"><path d="M3.600 26c0-3 4-6 12-6s13 2 14 5-3 4-13 4-13-1-13-3Z" fill="#6f7a72"/>
        <path d="M7.400 16.500c0-3 4-4 9-4s8 1 8 4-3 4-9 4-8-1-8-4Z" fill="#949d94"/><path d="M11 9c0-2 3-3 5-3s5 1 5 3-2 3-5 3-5-1-5-3Z" fill="#b9bfb4"/>
        <circle cx="16.200" cy="3.600" r="2.200" fill="#c8581a"/></svg>
        """;

    private const string CopyScript =
        """
        const button=document.getElementById('copy');button.addEventListener('click',async()=>{const text=document.getElementById('key').textContent;
        try{await navigator.clipboard.writeText(text)}catch{getSelection().selectAllChildren(document.getElementById('key'));document.execCommand('copy')}
        button.textContent='Copied';setTimeout(()=>{button.textContent='Copy'},1500)});
        """;

    public Task ShowAsync(HttpContext context) => WriteAsync(context, Form(""), null);

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
                await WriteAsync(context, Form("<p class=\"bad\" role=\"alert\">That is no key of this server.</p>"), null).ConfigureAwait(false);
                return;
            }

            caller = known;
        }

        var (_, secret) = await keys.CreateAsync(caller, "made in the browser", context.RequestAborted).ConfigureAwait(false);
        var address = WebUtility.HtmlEncode($"{context.Request.Scheme}://{context.Request.Host}");
        await WriteAsync(
            context,
            $"""
             <p>Your new API key. It is shown only this once:</p>
             <div class="key"><code id="key">{WebUtility.HtmlEncode(secret)}</code><button class="plain" type="button" id="copy">Copy</button></div>
             <p class="soft">Paste it where <code>wandb login</code> asks for it, or set it beside this server's address:</p>
             <pre><code>export WANDB_BASE_URL={address}
             export WANDB_API_KEY=…</code></pre>
             """,
            CopyScript).ConfigureAwait(false);
    }

    private string Form(string message)
    {
        var words = policy.NeedsKey
            ? "<p class=\"soft\">This server needs keys. Show one that you have to make another; the first was printed when the server was first started.</p>"
            : "<p class=\"soft\">This server runs for one person and accepts every well-formed key. One made here keeps working should it need keys later.</p>";
        var field = policy.NeedsKey
            ? $"<input name=\"{KeyField}\" type=\"password\" autocomplete=\"off\" placeholder=\"API key\" aria-label=\"API key\" required>"
            : "";
        return $"{words}{message}<form method=\"post\" action=\"/authorize\">{field}<button>Make an API key</button></form>";
    }

    private static Task WriteAsync(HttpContext context, string body, string? script)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'";
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>API key · Cairn</title>")
            .Append("<meta name=\"viewport\" content=\"width=device-width\"><style>").Append(Style).Append("</style><body><main>")
            .Append("<div class=\"brand\">").Append(Mark).Append("Cairn</div><h1>API key</h1>").Append(body).Append("</main>");
        if (script is not null)
            page.Append("<script nonce=\"").Append(nonce).Append("\">").Append(script).Append("</script>");
        return context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }
}

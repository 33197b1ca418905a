using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Cairn.Cli.Gates;

/// <summary>A gate's result as text, as Markdown for a pull request and as JUnit XML for a CI server.</summary>
internal static class GateReport
{
    public static string Text(GateAnswer result, string subject)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Name}: {(result.Passed ? "passed" : "FAILED")} for {subject}");
        foreach (var check in result.Checks)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {(check.Passed ? "pass" : "FAIL")}  {check.Title}: {check.Detail}");
        foreach (var warning in result.Warnings)
            text.AppendLine(CultureInfo.InvariantCulture, $"  !     {warning}");
        return text.ToString();
    }

    public static string Markdown(GateAnswer result, string subject, string url, string project)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"### {(result.Passed ? "✅" : "❌")} {Cell(result.Name)} {(result.Passed ? "passed" : "failed")}");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Cell(subject)} of [{Cell(project)}]({url}/{project}){(result.Commit is null ? "" : $", commit `{result.Commit}`")}");
        text.AppendLine();
        text.AppendLine("| | rule | found |").AppendLine("|---|---|---|");
        foreach (var check in result.Checks)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {(check.Passed ? "✅" : "❌")} | {Cell(check.Title)} | {Cell(check.Detail)} |");
        if (result.Warnings.Count > 0)
        {
            text.AppendLine();
            foreach (var warning in result.Warnings)
                text.AppendLine(CultureInfo.InvariantCulture, $"- ⚠️ {Cell(warning)}");
        }

        return text.AppendLine().ToString();
    }

    public static XDocument JUnit(GateAnswer result, string subject, string file)
    {
        var failures = result.Checks.Count(check => !check.Passed);
        return new XDocument(new XElement(
            "testsuites",
            new XAttribute("tests", result.Checks.Count),
            new XAttribute("failures", failures),
            new XElement(
                "testsuite",
                new XAttribute("name", Clean(result.Name)),
                new XAttribute("tests", result.Checks.Count),
                new XAttribute("failures", failures),
                result.Checks.Select(check => new XElement(
                    "testcase",
                    new XAttribute("classname", Clean($"cairn.gate.{subject}")),
                    new XAttribute("name", Clean(check.Title)),
                    new XAttribute("file", Clean(file)),
                    new XAttribute("line", check.Line),
                    check.Passed
                        ? new XElement("system-out", Clean(check.Detail))
                        : new XElement("failure", new XAttribute("message", Clean(check.Detail)), Clean($"{file}:{check.Line}")))))));
    }

    private static string Cell(string text) => text.Replace('\n', ' ').Replace('\r', ' ').Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);

    /// <summary>XML 1.0 has no control characters.</summary>
    private static string Clean(string text) => string.Concat(text.Where(letter => letter >= ' '));
}

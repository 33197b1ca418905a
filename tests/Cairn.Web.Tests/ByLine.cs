using Xunit.Sdk;
using Xunit.v3;

namespace Cairn.Web.Tests;

/// <summary>Runs the tests of a class in the order in which they are written: the first watches the training.</summary>
public sealed class ByLine : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(test => test.SourceLineNumber)];
}

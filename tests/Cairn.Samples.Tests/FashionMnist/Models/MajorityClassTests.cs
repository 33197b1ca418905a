using Cairn.Samples.FashionMnist.Models;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Models;

public sealed class MajorityClassTests
{
    [Fact]
    public void Names_the_most_frequent_class_with_its_frequency()
    {
        var model = new MajorityClass([7, 3, 7, 1]);
        Assert.Equal(7, model.Winner);
        var row = model.Predict(2).Row(1);
        Assert.Equal([0, 0.25f, 0, 0.25f, 0, 0, 0, 0.5f, 0, 0], row.ToArray());
    }

    [Fact]
    public void Of_equally_frequent_classes_the_first_is_named() =>
        Assert.Equal(2, new MajorityClass([5, 2, 5, 2]).Winner);
}

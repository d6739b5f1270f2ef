using Fairlead.Resources;
using Fairlead.Resources.Core;

namespace Fairlead.Kubernetes.Tests;

public sealed class ResourceKindTests
{
    [Fact]
    public void No_two_kinds_share_a_name()
    {
        var names = ResourceKinds.All.SelectMany(kind => kind.ShortNames.Append(kind.Plural).Append(kind.Singular)).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void A_kind_of_the_core_group_has_its_version_alone() => Assert.Equal("v1", ResourceKinds.Pods.ApiVersion);

    [Fact]
    public void A_kind_is_called_as_its_record() => Assert.Equal(nameof(Lease), ResourceKinds.Leases.Kind);
}

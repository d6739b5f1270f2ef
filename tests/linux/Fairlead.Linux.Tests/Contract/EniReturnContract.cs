using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>How an ENI comes home that a refusal left half way.</summary>
public abstract class EniReturnContract<TKernel> : OneEni<TKernel>
    where TKernel : IKernel, new()
{
    [Fact]
    public void One_that_came_into_the_pod_and_no_further_goes_home_though_it_was_last_seen_there()
    {
        // A veth takes 65,535 (ETH_MAX_MTU), which the kernel looks at when the link has moved.
        var tooLarge = InPod with { Mtu = 70_000 };
        var seen = Wished(EniRow.Free(Mac))!;
        Assert.Equal(Errno.EINVAL, Try(Enis, Mac, seen, tooLarge).Error?.Code);
        Assert.Equal(Mac, Link(Pod, "eth1").Mac);
        Assert.Null(Try(Enis, Mac, seen, null).Error);
        Assert.DoesNotContain(Links(Pod), link => link.Mac == Mac);
        Assert.Equal(EniRow.Free(Mac), Wished(EniRow.Free(Mac)));
        Place();
        Assert.Equal(InPod, Wished(InPod));
    }

    [Fact]
    public void One_that_is_at_home_is_not_looked_for_in_the_pod_that_it_was_to_go_to()
    {
        var seen = Wished(EniRow.Free(Mac))!;
        PodIsGone = true;
        Assert.Equal(Errno.ENOENT, Try(Enis, Mac, seen, InPod).Error?.Code);
        PodIsGone = false;
        AddPair();
        var pose = Link(Pod, "eth0").Index;
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, pose, Mac), Pod).Code);
        Assert.Null(Try(Enis, Mac, seen, null).Error);
        Assert.Equal(pose, Link(Pod, "eth0").Index);
        Assert.Equal(EniRow.Free(Mac), Wished(EniRow.Free(Mac)));
    }
}

public sealed class EniReturnOnTheFakeKernel : EniReturnContract<TheFakeKernel>;

public sealed class EniReturnOnTheRealKernel : EniReturnContract<TheRealKernel>;

using Fairlead.Agent.Enis;
using Fairlead.Agent.Pods;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>Who may have which ENI.</summary>
public sealed class EniBookTests
{
    private static readonly PodChoice Any = new(EniUse.Exclusive, "");

    private readonly EniBook _book = new(EniUse.Exclusive);

    [Fact]
    public void An_eni_of_a_class_is_for_pods_of_that_class_alone()
    {
        See(EniNode.Describe(1) with { Class = "db" });
        Assert.Null(Choose(Pod("a"), Any));
        Assert.Equal("eni-1", Choose(Pod("a"), Any with { Class = "db" }));
    }

    [Fact]
    public void A_fixed_addresss_eni_is_for_the_pod_of_its_name_alone_and_that_pod_waits_for_it()
    {
        _book.See(new NodeNetworkSpec
        {
            Interfaces = [EniNode.Describe(1), EniNode.Describe(2)],
            FixedAddresses = [new FixedAddress("default", "db-0", [InetAddress.Parse(EniNode.V4Of(1))]) { Interface = "eni-1" }, new FixedAddress("default", "db-1", [InetAddress.Parse("172.16.20.9")])],
        });
        Assert.Equal("eni-2", Choose(Pod("web"), Any));
        Assert.Equal("eni-1", Choose(Pod("db-0"), Any));
        // Its ENI is elsewhere yet.
        Assert.Null(Choose(Pod("db-1"), Any));
        // Nobody has said which yet.
        Assert.Null(Choose(Pod("db-2"), Any with { AwaitsFixedAddress = true }));
        Assert.Contains("no ENI of this node", _book.Describe(Pod("db-1"), Any, _ => true), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_a_pod_has_is_nobody_elses_and_the_one_longest_free_comes_first()
    {
        See(EniNode.Describe(1), EniNode.Describe(2));
        var first = Give(Pod("a"));
        Assert.False(_book.Take(first with { Id = new AttachmentId("b", "eth0") }));
        var second = Give(Pod("b"));
        Assert.Null(Choose(Pod("c"), Any));
        _book.Release(second.Id);
        _book.Release(first.Id);
        Assert.Equal(second.Eni!.Id, Choose(Pod("c"), Any));
    }

    [Fact]
    public void What_was_given_up_is_not_given_again_before_it_comes_anew()
    {
        See(EniNode.Describe(1) with { Retiring = true });
        Assert.Empty(_book.Retire(_ => false));
        Assert.Equal("eni-1", Assert.Single(_book.Retire(_ => true)).Interface);
        // Somebody has thought better of it, too late.
        See(EniNode.Describe(1));
        Assert.Null(Choose(Pod("a"), Any));
        See(EniNode.Describe(1) with { Generation = 2 });
        Assert.Equal("eni-1", Choose(Pod("a"), Any));
    }

    [Fact]
    public void A_pod_keeps_an_eni_that_is_to_go_until_it_goes_itself()
    {
        See(EniNode.Describe(1));
        var pod = Give(Pod("a"));
        See(EniNode.Describe(1) with { Retiring = true });
        Assert.Empty(_book.Retire(_ => true));
        Assert.Equal(2, _book.Uses.Count);
        _book.Release(pod.Id);
        Assert.Single(_book.Retire(_ => true));
    }

    private static PodAttachment Pod(string name) => new()
    {
        Id = new AttachmentId(name, "eth0"), NetnsPath = "", NetnsDevice = 0, NetnsInode = 0, HostIndex = 1, HostMac = default, PodMac = default, Mtu = 1500,
        PodNamespace = "default", PodName = name,
    };

    private void See(params NodeInterface[] interfaces) => _book.See(new NodeNetworkSpec { Interfaces = interfaces });

    private string? Choose(PodAttachment pod, PodChoice choice) => _book.Choose(pod, choice, _ => true)?.Id;

    private PodAttachment Give(PodAttachment pod)
    {
        var given = EniBook.Give(pod, _book.Choose(pod, Any, _ => true)!, EniUse.Exclusive);
        Assert.True(_book.Take(given));
        return given;
    }
}

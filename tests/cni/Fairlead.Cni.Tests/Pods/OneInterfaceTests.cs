using Fairlead.Agent.Cni;
using Fairlead.Agent.Pods;
using Fairlead.Cni.Tests.Plugin;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Cni.Tests.Pods;

/// <summary>A sandbox gets one interface of ours: two would take each other's addresses away (cni check found it, 2026-11-25).</summary>
public sealed class OneInterfaceTests : IDisposable
{
    private readonly PluginCall _call = new();
    private readonly PodRegister _register = new();

    [Fact]
    public void A_second_interface_in_the_same_sandbox_is_refused_and_the_first_is_named()
    {
        _register.Begin(Pod("c1", "eth0", _call.PodPath));
        var error = Assert.Throws<CniException>(() => _register.Begin(Pod("c1", "net1", _call.PodPath)));
        Assert.Equal(CniErrorCode.AlreadyThere, error.Code);
        Assert.Contains("eth0 of container c1", error.Message);
        Assert.Single(_register.All);
    }

    [Fact]
    public void After_the_first_has_gone_another_may_come()
    {
        _register.Begin(Pod("c1", "eth0", _call.PodPath));
        _register.Remove(new AttachmentId("c1", "eth0"));
        _register.Begin(Pod("c1", "net1", _call.PodPath));
    }

    [Fact]
    public void A_sandbox_that_has_the_inode_of_one_that_is_gone_is_another()
    {
        _register.Begin(Pod("c1", "eth0", "/run/netns/gone"));
        _register.Begin(Pod("c2", "eth0", _call.PodPath));
        Assert.Equal(2, _register.All.Count);
    }

    public void Dispose() => _call.Dispose();

    private PodAttachment Pod(string container, string name, string path) => new()
    {
        Id = new AttachmentId(container, name),
        NetnsPath = path,
        NetnsDevice = _call.Pod.Identity.Device,
        NetnsInode = _call.Pod.Identity.Inode,
        HostIndex = 1,
        HostMac = new MacAddress(1),
        PodMac = new MacAddress(2),
        Mtu = 1500,
    };
}

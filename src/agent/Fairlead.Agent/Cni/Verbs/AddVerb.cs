using Fairlead.Agent.Pods;
using Fairlead.Datapath.ExclusiveEni;
using Fairlead.Datapath.Veth;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Cni.Verbs;

/// <summary>ADD: CNI 1.1.0, section 2, "ADD: Add container to network, or apply modifications".</summary>
internal static class AddVerb
{
    /// <exception cref="CniException">As the specification names the codes.</exception>
    public static byte[] Run(PodLife pods, CniInvocation call, INetworkNamespace node)
    {
        var configuration = NetworkConfigurationReader.Read(call.StandardInput);
        var arguments = CniArguments.Parse(call.Arguments);
        if (configuration.PreviousResult is not null)
        {
            throw new CniException(
                CniErrorCode.InvalidConfiguration, "invalid network configuration: prevResult: Fairlead must be the first plug-in of its chain");
        }

        if (arguments.Ip is { } asked)
        {
            throw new CniException(
                CniErrorCode.UnsupportedField, $"CNI_ARGS: IP={asked} cannot be had", "the agent gives addresses from the node's slices, and to nobody the one he asks for");
        }

        var pod = pods.Attach(new AttachRequest
        {
            Id = CniEnvironment.Attachment(call),
            NetnsPath = call.NetnsPath,
            Netns = OpenNetns(call, node),
            Network = configuration.Name,
            PodNamespace = arguments.PodNamespace,
            PodName = arguments.PodName,
            PodUid = arguments.PodUid,
            Mac = arguments.Mac,
            HostPorts = configuration.HostPorts,
        });
        return CniOutput.Result(ResultOf(pod, configuration.Dns), configuration.Version);
    }

    /// <summary>The interface of the pod is the second; the order of the addresses is that of the families, IPv4 first.</summary>
    public static CniResult ResultOf(PodAttachment pod, CniDns? dns) => new(
        [
            new CniInterface(pod.Id.HostLinkName, pod.HostMac, pod.Mtu, ""),
            .. Inside(pod),
        ],
        [.. pod.Addresses.Select(address => new CniAddress(address.ToCidr(), Gateway(pod, address), 1))],
        [.. pod.Addresses.Select(address => new CniRoute(Cidr.Default(address.IsV6), Gateway(pod, address)))],
        dns);

    // An ENI that is in the pod leads to the VPC, and the pair beside it to the node.
    private static CniInterface[] Inside(PodAttachment pod) => ExclusiveEniPlanner.IsOwn(pod)
        ?
        [
            new CniInterface(pod.Id.InterfaceName, pod.Eni!.Mac, pod.Mtu, pod.NetnsPath),
            new CniInterface(ExclusiveEniPlanner.SecondLink(pod.Id.InterfaceName), pod.PodMac, pod.Mtu, pod.NetnsPath),
        ]
        : [new CniInterface(pod.Id.InterfaceName, pod.PodMac, pod.Mtu, pod.NetnsPath)];

    private static InetAddress? Gateway(PodAttachment pod, InetAddress address) =>
        ExclusiveEniPlanner.IsOwn(pod) ? pod.Eni!.Gateway(address.IsV6) : PodGateway.Of(address.IsV6);

    private static NetworkNamespace OpenNetns(CniInvocation call, INetworkNamespace node)
    {
        var netns = OpenDescriptor(call);
        if (netns.Identity != node.Identity)
        {
            return netns;
        }

        netns.Dispose();
        throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_NETNS {call.NetnsPath} is the node's own network namespace");
    }

    private static NetworkNamespace OpenDescriptor(CniInvocation call)
    {
        try
        {
            return call.TakeDescriptor() is var descriptor and >= 0
                ? NetworkNamespace.FromDescriptor(descriptor, call.NetnsPath)
                : NetworkNamespace.OpenPath(call.NetnsPath);
        }
        catch (KernelException error)
        {
            throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_NETNS {call.NetnsPath} cannot be opened", error.Message, error);
        }
    }
}

using Fairlead.Lab.Pods;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Kubelets;

/// <summary>Between a pod's object in the store and what is asked of a container runtime.</summary>
internal static class PodRequests
{
    private const string HostName = "kubernetes.io/hostname";

    public static PodRequest Of(Pod pod) => new(pod.Metadata.Name, pod.Spec.NodeName)
    {
        Namespace = pod.Metadata.Namespace,
        Uid = pod.Metadata.Uid,
        Annotations = pod.Metadata.Annotations,
        Labels = pod.Metadata.Labels,
        Ports = [.. pod.Spec.Containers.SelectMany(container => container.Ports).Where(port => port.HostPort > 0).Select(Port)],
    };

    /// <summary>A node that was named is selected by its label: the scheduler has to agree.</summary>
    public static Pod Object(PodRequest request) => new()
    {
        Metadata = new ObjectMeta { Name = request.Name, Namespace = request.Namespace, Labels = request.Labels, Annotations = request.Annotations },
        Spec = new PodSpec
        {
            NodeSelector = request.Node.Length == 0 ? request.NodeSelector : new Dictionary<string, string>(request.NodeSelector) { [HostName] = request.Node },
            // With 0 the object would go at once, before the kubelet has done its part.
            TerminationGracePeriodSeconds = 1,
            Containers = [Container(request)],
        },
    };

    private static Container Container(PodRequest request)
    {
        var resources = request.Resources.ToDictionary(pair => pair.Key, pair => $"{pair.Value}");
        return new Container
        {
            Name = "main",
            Image = "lab",
            Ports = [.. request.Ports.Select(port => new ContainerPort { Number = port.PodPort, HostPort = port.Port, HostIP = $"{port.HostIp}", Protocol = port.Transport.ToString().ToUpperInvariant() })],
            Resources = new ContainerResources { Limits = resources, Requests = resources },
        };
    }

    private static HostPort Port(ContainerPort port) => new(
        Enum.TryParse<Transport>(port.Protocol, ignoreCase: true, out var transport) ? transport : Transport.Tcp,
        (ushort)port.HostPort, (ushort)port.Number, InetAddress.TryParse(port.HostIP, out var address) ? address : null);
}

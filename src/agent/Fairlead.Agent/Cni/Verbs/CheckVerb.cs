using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Cni.Verbs;

/// <summary>
/// CHECK: section 2, "CHECK: Check container's networking is as expected". Says what is otherwise than ADD left it and puts
/// nothing right; what other plug-ins of the chain added is none of its business.
/// </summary>
internal static class CheckVerb
{
    /// <exception cref="CniException">Code 3 for an unknown container, 102 for what is otherwise, naming it.</exception>
    public static byte[] Run(NodeEngine engine, CniInvocation call)
    {
        var configuration = NetworkConfigurationReader.Read(call.StandardInput);
        Require.Check(configuration);
        var previous = configuration.PreviousResult ?? throw new CniException(
            CniErrorCode.InvalidConfiguration, "invalid network configuration: prevResult: is missing", "CHECK needs what ADD answered");
        var id = CniEnvironment.Attachment(call);
        if (engine.Register.Find(id) is not { } pod || engine.Network.RowsOf(id) is not { } rows)
        {
            throw new CniException(CniErrorCode.UnknownContainer, $"container {id.ContainerId} has no interface {id.InterfaceName} of ours");
        }

        using var netns = Open(call, pod);
        var differences = Compare(pod, previous).Concat(engine.Inspect(pod, rows, netns)).ToList();
        return differences.Count == 0
            ? []
            : throw new CniException(CniErrorCode.CheckFailed, $"{differences[0]}", string.Join("; ", differences.Skip(1)));
    }

    private static NetworkNamespace Open(CniInvocation call, PodAttachment pod)
    {
        NetworkNamespace netns;
        try
        {
            netns = call.TakeDescriptor() is var descriptor and >= 0
                ? NetworkNamespace.FromDescriptor(descriptor, call.NetnsPath)
                : NetworkNamespace.OpenPath(call.NetnsPath);
        }
        catch (KernelException error)
        {
            throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_NETNS {call.NetnsPath} cannot be opened", error.Message, error);
        }

        if (netns.Identity == PodNamespaces.IdentityOf(pod))
        {
            return netns;
        }

        netns.Dispose();
        throw new CniException(CniErrorCode.CheckFailed, $"CNI_NETNS {call.NetnsPath} is another namespace than the one that was attached");
    }

    private static IEnumerable<string> Compare(PodAttachment pod, PreviousResult previous)
    {
        if (!previous.Interfaces.Any(one => one.Name == pod.Id.InterfaceName && one.Sandbox.Length > 0))
        {
            yield return $"prevResult lists no interface {pod.Id.InterfaceName} of the sandbox";
        }

        foreach (var address in pod.Addresses.Where(address => !previous.Addresses.Any(one => one.Address.Address == address)))
        {
            yield return $"prevResult lacks the address {address}";
        }
    }
}

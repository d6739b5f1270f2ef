using Fairlead.Agent.Cni;
using Fairlead.Linux;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;

namespace Fairlead.Agent.Pods;

/// <summary>Whether the namespace that a runtime gave has an interface of the wished name already.</summary>
internal static class PodInterface
{
    /// <exception cref="CniException">Code 101: it has; code 100: it cannot be looked into.</exception>
    public static void RefuseTaken(AttachRequest request)
    {
        if (Exists(request))
        {
            throw new CniException(
                CniErrorCode.AlreadyThere, $"interface {request.Id.InterfaceName} already exists in {request.NetnsPath}", "Fairlead must be the first plug-in of its chain; the interface was not touched");
        }
    }

    /// <exception cref="CniException">Code 100: it cannot be looked into.</exception>
    public static bool Exists(AttachRequest request)
    {
        try
        {
            using var connection = new NetlinkConnection(request.Netns.Open(NetlinkProtocol.Route));
            return LinkLookup.Find(connection, request.Id.InterfaceName) is not null;
        }
        catch (KernelException error)
        {
            throw new CniException(CniErrorCode.Kernel, $"looking into {request.NetnsPath}", error.Message, error);
        }
    }
}

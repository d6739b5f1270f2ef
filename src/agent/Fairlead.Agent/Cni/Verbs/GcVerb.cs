using Fairlead.Agent.Pods;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Cni.Verbs;

/// <summary>
/// GC: section 2, "GC: Clean up any stale resources". The runtime's list alone takes nobody's network away: a list built on
/// stale knowledge would be an outage. What is not on it goes where the node sees the same: no namespace, or no link.
/// </summary>
internal static class GcVerb
{
    /// <exception cref="CniException">Code 7 where there is no list; code 100 where something could not be removed, after trying all.</exception>
    public static byte[] Run(PodLife pods, PodRegister register, PodEvidence evidence, CniInvocation call)
    {
        var configuration = NetworkConfigurationReader.Read(call.StandardInput);
        Require.GarbageAndStatus(configuration, "GC");
        if (configuration.ValidAttachments is not { } valid)
        {
            throw new CniException(
                CniErrorCode.InvalidConfiguration,
                "invalid network configuration: cni.dev/valid-attachments: is missing",
                "no list is not an empty list; nothing was deleted");
        }

        var unlisted = register.Complete.Where(pod => pod.Network == configuration.Name && !valid.Contains(pod.Id)).ToList();
        var failures = evidence.OfGone(unlisted).Select(pod => Try(pods, pod)).OfType<string>().ToList();
        return failures.Count == 0 ? [] : throw new CniException(CniErrorCode.Kernel, $"{failures.Count} attachments could not be removed", string.Join("; ", failures));
    }

    private static string? Try(PodLife pods, PodAttachment pod)
    {
        try
        {
            pods.Collect(pod);
            return null;
        }
        catch (CniException error)
        {
            return $"{error.Message}: {error.Details}";
        }
    }
}

using Fairlead.Agent.Pods;

namespace Fairlead.Agent.Cni.Verbs;

/// <summary>
/// DEL: section 2, "DEL: Remove container from network, or un-apply modifications". Succeeds for the unknown, the repeated,
/// the late and those whose namespace is gone; what the runtime says of an earlier result is not needed, and so not asked for.
/// </summary>
internal static class DelVerb
{
    /// <exception cref="CniException">The kernel refuses to let go; the runtime asks again.</exception>
    public static byte[] Run(PodLife pods, CniInvocation call)
    {
        pods.Detach(CniEnvironment.Attachment(call));
        return [];
    }
}

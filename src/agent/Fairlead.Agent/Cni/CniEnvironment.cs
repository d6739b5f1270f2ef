using Fairlead.Model.Pods;

namespace Fairlead.Agent.Cni;

/// <summary>Checks the variables of a call: which there must be is written in section 2 of the specification, per verb.</summary>
internal static class CniEnvironment
{
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["ADD"] = ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME"],
        ["DEL"] = ["CNI_CONTAINERID", "CNI_IFNAME"],
        ["CHECK"] = ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME"],
        ["GC"] = ["CNI_PATH"],
        ["STATUS"] = [],
    };

    /// <exception cref="CniException">Code 4, naming every variable that is missing or invalid.</exception>
    public static void Check(CniInvocation call)
    {
        if (!Required.TryGetValue(call.Command, out var required))
        {
            throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_COMMAND '{call.Command}' is none of {string.Join(", ", Required.Keys)}, VERSION");
        }

        var missing = required.Where(name => Value(call, name).Length == 0).ToList();
        if (missing.Count > 0)
        {
            throw new CniException(CniErrorCode.InvalidEnvironment, $"required env variables [{string.Join(",", missing)}] missing");
        }

        var problems = Problems(call).ToList();
        if (problems.Count > 0)
        {
            throw new CniException(CniErrorCode.InvalidEnvironment, "invalid env variables: " + string.Join("; ", problems));
        }
    }

    public static AttachmentId Attachment(CniInvocation call) => new(call.ContainerId, call.InterfaceName);

    private static IEnumerable<string> Problems(CniInvocation call)
    {
        if (call.Command is "GC" or "STATUS")
        {
            yield break;
        }

        if (!CniNames.IsIdentifier(call.ContainerId))
        {
            yield return $"CNI_CONTAINERID '{call.ContainerId}' must begin with a letter or digit and hold only letters, digits, '_', '.' and '-'";
        }
        else if (call.ContainerId.Length > CniNames.LongestContainerId)
        {
            yield return $"CNI_CONTAINERID is longer than {CniNames.LongestContainerId} characters";
        }

        if (CniNames.InterfaceProblem(call.InterfaceName) is { } problem)
        {
            yield return $"CNI_IFNAME '{call.InterfaceName}' {problem}";
        }
    }

    private static string Value(CniInvocation call, string variable) => variable switch
    {
        "CNI_CONTAINERID" => call.ContainerId,
        "CNI_NETNS" => call.NetnsPath,
        "CNI_IFNAME" => call.InterfaceName,
        "CNI_PATH" => call.Path,
        _ => throw new ArgumentOutOfRangeException(nameof(variable), variable, null),
    };
}

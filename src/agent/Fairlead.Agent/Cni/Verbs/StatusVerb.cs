namespace Fairlead.Agent.Cni.Verbs;

/// <summary>STATUS: section 2, "STATUS: Check plugin status". No, and why, whenever an ADD now could not be served.</summary>
internal static class StatusVerb
{
    /// <param name="obstacles">What stands in the way of an ADD, the weightiest first.</param>
    /// <exception cref="CniException">Code 50.</exception>
    public static byte[] Run(CniInvocation call, IReadOnlyList<string> obstacles)
    {
        Require.GarbageAndStatus(NetworkConfigurationReader.Read(call.StandardInput), "STATUS");
        return obstacles.Count == 0
            ? []
            : throw new CniException(CniErrorCode.CannotServeAdd, $"pods cannot be attached: {obstacles[0]}", string.Join("; ", obstacles.Skip(1)));
    }
}

namespace Fairlead.Agent.Cni.Verbs;

/// <summary>Verbs that came later than a configuration's version are not of it.</summary>
internal static class Require
{
    /// <exception cref="CniException">Code 1.</exception>
    public static void Check(NetworkConfiguration configuration)
    {
        if (!configuration.Version.HasCheck)
        {
            throw TooOld(configuration, "CHECK", CniVersion.V040);
        }
    }

    /// <exception cref="CniException">Code 1.</exception>
    public static void GarbageAndStatus(NetworkConfiguration configuration, string verb)
    {
        if (!configuration.Version.HasGarbageAndStatus)
        {
            throw TooOld(configuration, verb, CniVersion.V110);
        }
    }

    private static CniException TooOld(NetworkConfiguration configuration, string verb, CniVersion since) => new(
        CniErrorCode.IncompatibleVersion, $"cniVersion {configuration.Version} has no {verb}", $"it came with {since}");
}

using Fairlead.Agent.Configuration;

namespace Fairlead.Agent.Reports;

/// <summary>A node's files as somebody sees them who does not live in its mount namespace.</summary>
/// <param name="Path">What stands before each path: empty on the node itself, <c>/proc/PID/root</c> elsewhere.</param>
public sealed record NodeRoot(string Path)
{
    public string Of(string path) => Path + path;

    /// <summary>The usual files, seen from here.</summary>
    public AgentPaths Paths()
    {
        var usual = new AgentPaths();
        return new AgentPaths
        {
            Configuration = Of(usual.Configuration),
            Socket = Of(usual.Socket),
            Conflist = Of(usual.Conflist),
            Plugin = Of(usual.Plugin),
            State = Of(usual.State),
        };
    }
}

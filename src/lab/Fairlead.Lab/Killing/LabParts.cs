using Fairlead.Lab.Entrance;

namespace Fairlead.Lab.Killing;

/// <summary>
/// Kills parts of a running lab and starts them again, one at a time, for whoever does so: what kills the store while another one
/// waits for it to come up would find it gone.
/// </summary>
public sealed class LabParts(RunningLab lab)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _switchedOff = [];

    /// <summary>SIGKILL, and returns when it is there again.</summary>
    /// <param name="away">How long nobody starts it.</param>
    /// <returns>Whether it was done: the agent of a node that is off cannot be killed.</returns>
    /// <exception cref="AgentApi.ControlException">It does not run, or does not come up.</exception>
    public bool KillAndStart(LabPart part, TimeSpan away)
    {
        lock (_lock)
        {
            if (_switchedOff.Contains(part.Node))
            {
                return false;
            }

            Kill(part);
            Thread.Sleep(away);
            Start(part);
            return true;
        }
    }

    /// <summary>Switches a node off; nobody is told.</summary>
    public void SwitchOff(string node)
    {
        lock (_lock)
        {
            lab.StopNode(node);
            _switchedOff.Add(node);
        }
    }

    public void SwitchOn(string node)
    {
        lock (_lock)
        {
            lab.StartNode(node);
            _switchedOff.Remove(node);
        }
    }

    private void Kill(LabPart part)
    {
        if (part.Program == LabPart.Agent)
        {
            lab.KillAgent(part.Node);
        }
        else
        {
            lab.KillProgram(part.Program);
        }
    }

    private void Start(LabPart part)
    {
        if (part.Program == LabPart.Agent)
        {
            lab.StartAgent(part.Node);
        }
        else
        {
            lab.StartProgram(part.Program);
        }
    }
}

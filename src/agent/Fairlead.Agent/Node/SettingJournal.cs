using Fairlead.Agent.Journal;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>Writes down what a foreign setting was before it is changed, so that uninstalling can restore it.</summary>
internal sealed class SettingJournal(NodeJournal journal)
{
    /// <exception cref="WorldException">The old value cannot be written down, so the setting must stay.</exception>
    public void Note(SysctlKey key, string oldValue)
    {
        if (!key.Netns.IsNode)
        {
            // A pod's settings go with the pod.
            return;
        }

        try
        {
            journal.Append(new SettingSaved(key.Path, oldValue));
        }
        catch (IOException error)
        {
            throw new WorldException("journalling the old value of", key.Path, error.Message, 0, error);
        }
    }
}

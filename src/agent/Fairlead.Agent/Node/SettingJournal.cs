using Fairlead.Agent.Journal;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>Writes down what a foreign setting was before it is changed, so that uninstalling can restore it.</summary>
internal sealed class SettingJournal(NodeJournal? journal)
{
    /// <summary>For who changes no foreign settings.</summary>
    public static SettingJournal Nowhere { get; } = new(null);

    /// <exception cref="WorldException">The old value cannot be written down, so the setting must stay.</exception>
    public void Note(SysctlRow row, string oldValue)
    {
        if (row.Key.Netns.IsNode)
        {
            // A pod's settings go with the pod.
            Note(row.Key.Path, oldValue, row.Value);
        }
    }

    /// <inheritdoc cref="Note(SysctlRow, string)"/>
    public void Note(ForwardPolicyRow row, string oldValue) => Note(SettingName.Of(row.Key), oldValue, ForwardPolicyRow.Word(row.Accept));

    private void Note(string setting, string oldValue, string newValue)
    {
        try
        {
            journal?.Append(new SettingSaved(setting, oldValue, newValue));
        }
        catch (IOException error)
        {
            throw new WorldException("journalling the old value of", setting, error.Message, 0, error);
        }
    }
}

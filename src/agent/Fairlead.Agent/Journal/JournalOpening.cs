namespace Fairlead.Agent.Journal;

/// <summary>What was found when the journal was opened; a line for the log and a finding for <c>doctor</c>.</summary>
/// <param name="Damage">What was wrong with the file.</param>
/// <param name="SetAside">Where a corrupt file was renamed to, null where none was.</param>
/// <param name="Failure">Why nothing can be written at present, null where all is well.</param>
public sealed record JournalOpening(JournalDamage Damage, string? SetAside, string? Failure)
{
    public override string ToString() => (Damage, Failure) switch
    {
        (JournalDamage.Corrupt, _) => $"the journal was corrupt; it lies in {SetAside ?? "its place, since it could not be renamed"}, and the kernel's marked objects are taken for what it lost",
        (JournalDamage.TornTail, _) => "the journal's last record was torn by a crash and cut off",
        (_, { } failure) => failure,
        _ => "the journal is whole",
    };
}

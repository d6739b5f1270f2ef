using Fairlead.Agent.Cni;
using Fairlead.Agent.Log;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Deletions;

/// <summary>Deletions that runtimes asked for while no agent was there to take them: each a file that the plug-in left.</summary>
public sealed class DeletionInbox(string folder, NodeLog log)
{
    // What a plug-in writes is a call of the kind that it would have sent: 'C' and its variables.
    private const byte CallKind = (byte)'C';

    private readonly Lock _lock = new();

    /// <summary>
    /// Carries out what lies there, or waits while somebody else does: what came before this call is done when it returns. What
    /// fails stays for the next time.
    /// </summary>
    /// <param name="detach">Throws <see cref="CniException"/> where the pod cannot be removed yet.</param>
    public void TakeUp(Action<AttachmentId> detach)
    {
        // A file is deleted after its deletion is done, so none means nothing under way either.
        if (Files().Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var file in Files())
            {
                TakeUp(file, detach);
            }
        }
    }

    private void TakeUp(string file, Action<AttachmentId> detach)
    {
        try
        {
            if (Read(file) is { } id)
            {
                detach(id);
                log.Say("deletions", $"{id}: a deletion from while no agent was there, done");
            }

            File.Delete(file);
        }
        catch (Exception error) when (error is CniException or IOException or UnauthorizedAccessException)
        {
            log.Say("deletions", file, error);
        }
    }

    private string[] Files()
    {
        try
        {
            return Directory.GetFiles(folder, "*.del");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <returns>Null for a file that is no deletion: nobody can ever carry it out.</returns>
    private AttachmentId? Read(string file)
    {
        var body = File.ReadAllBytes(file);
        try
        {
            if (body.Length == 0 || body[0] != CallKind)
            {
                throw new CniException(CniErrorCode.Decoding, "is no call of the plug-in");
            }

            var call = CniInvocation.Read(body.AsMemory(1), -1);
            CniEnvironment.Check(call);
            return CniEnvironment.Attachment(call);
        }
        catch (CniException error)
        {
            log.Say("deletions", $"{file} is dropped", error);
            return null;
        }
    }
}

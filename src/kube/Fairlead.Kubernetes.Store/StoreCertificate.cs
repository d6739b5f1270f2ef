using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fairlead.Kubernetes.Store.Files;

namespace Fairlead.Kubernetes.Store;

/// <summary>The certificate that a store is known by: of a file, so that clients know it again after a restart.</summary>
public static class StoreCertificate
{
    private const int Years = 10;

    // The key is in it.
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Of a PEM file with certificate and key; where there is none, one is made that vouches for itself.</summary>
    /// <param name="address">That callers connect to; the loopback ones and <c>localhost</c> are in it too.</param>
    /// <exception cref="StoreFileException">The file cannot be used.</exception>
    public static X509Certificate2 Open(string path, IPAddress address)
    {
        try
        {
            if (!File.Exists(path))
            {
                Make(path, address);
            }

            return X509Certificate2.CreateFromPemFile(path);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StoreFileException($"{path} cannot be used: {error.Message} A PEM file with a certificate and its key is wanted; where there is no file, one is made", error);
        }
    }

    private static void Make(string path, IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fairlead-store", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        foreach (var one in new[] { address, IPAddress.Loopback, IPAddress.IPv6Loopback }.Distinct())
        {
            names.AddIpAddress(one);
        }

        request.CertificateExtensions.Add(names.Build());
        // It is its own authority: whoever has it trusts it and nothing else.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        using var file = new StreamWriter(new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersOnly }));
        file.WriteLine(made.ExportCertificatePem());
        file.WriteLine(key.ExportPkcs8PrivateKeyPem());
    }
}

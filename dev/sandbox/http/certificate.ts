import { generate } from 'selfsigned';

export interface Certificate {
	/** PEM. */
	key: string;
	/** PEM. A client that adds this certificate to its CAs trusts the sandbox. */
	cert: string;
}

/** Makes a certificate for 127.0.0.1 and localhost. */
export async function selfSigned(): Promise<Certificate> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
		keyType: 'ec',
		algorithm: 'sha256',
		extensions: [
			{ name: 'basicConstraints', cA: true },
			{
				name: 'subjectAltName',
				altNames: [
					{ type: 2, value: 'localhost' },
					{ type: 7, ip: '127.0.0.1' },
				],
			},
		],
	});
	return { key, cert };
}
